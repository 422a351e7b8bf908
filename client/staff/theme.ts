import {
  Button,
  Checkbox,
  createTheme,
  NativeSelect,
  PasswordInput,
  Radio,
  RadioGroup,
  TextInput,
  type CSSVariablesResolver,
  type MantineColorSchemeManager,
  type VariantColorsResolver,
} from '@mantine/core';

/** Mantine in the house's clothes: every colour is a token, so light, dark and forced colours are decided in one file. */
const shades = [
  '#e4f0f0',
  '#cfe3e4',
  '#a7ccce',
  '#7cb3b7',
  '#5a9fa4',
  '#43939a',
  '#0b5c63',
  '#08474d',
  '#06383d',
  '#04292d',
] as const;

const variants: VariantColorsResolver = ({ variant, color }) => {
  const main = color === 'danger' ? 'var(--danger)' : 'var(--primary)';
  if (variant === 'filled') {
    const hover = color === 'danger' ? 'var(--danger)' : 'var(--primary-strong)';
    return { background: main, hover, color: 'var(--on-primary)', border: '1px solid transparent' };
  }
  if (variant === 'subtle')
    return { background: 'transparent', hover: 'var(--primary-soft)', color: main, border: '1px solid transparent' };
  return { background: 'var(--surface)', hover: 'var(--primary-soft)', color: main, border: '1px solid var(--edge)' };
};

export const theme = createTheme({
  primaryColor: 'petrol',
  colors: { petrol: shades },
  variantColorResolver: variants,
  fontFamily: 'var(--font-staff)',
  headings: { fontFamily: 'var(--font-staff)', fontWeight: '600' },
  fontSizes: { xs: '13px', sm: '14px', md: '15px', lg: '17px', xl: '20px' },
  lineHeights: { md: '1.45' },
  defaultRadius: '8px',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'md' } }),
    Radio: Radio.extend({ defaultProps: { size: 'md', iconColor: 'var(--on-primary)' } }),
    RadioGroup: RadioGroup.extend({ defaultProps: { size: 'md' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'md', iconColor: 'var(--on-primary)' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'md' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'md' } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'md' } }),
  },
});

const tokens = {
  '--mantine-color-body': 'var(--paper)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--quiet-ink)',
  '--mantine-color-placeholder': 'var(--quiet-ink)',
  '--mantine-color-anchor': 'var(--primary)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--edge)',
  // The borders of fields, boxes and buttons, in the light and in the dark scheme: Mantine's own lack 3:1 against the surface.
  '--mantine-color-gray-4': 'var(--edge)',
  '--mantine-color-dark-4': 'var(--edge)',
  '--mantine-primary-color-filled': 'var(--primary)',
  '--mantine-primary-color-filled-hover': 'var(--primary-strong)',
  '--mantine-color-petrol-filled': 'var(--primary)',
  '--mantine-color-petrol-filled-hover': 'var(--primary-strong)',
};

// Fields in the dark scheme are filled with Mantine's neutral grey; ours are the paper's colour.
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: tokens,
  dark: { ...tokens, '--mantine-color-dark-6': 'var(--paper)' },
});

/** The scheme is the system's own; nothing is kept in the browser. */
export const schemeManager: MantineColorSchemeManager = {
  get: (fallback) => fallback,
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
};
