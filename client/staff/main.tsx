import '@fontsource/ibm-plex-sans/latin-400.css';
import '@fontsource/ibm-plex-sans/latin-600.css';
import '@mantine/core/styles.css';
import '../shared/tokens.css';
import './styles/base.css';
import './styles/desk.css';
import './styles/forms.css';
import './styles/parts.css';
import './styles/tables.css';
import './styles/protocol.css';
import './styles/lottery.css';
import './styles/ceremony.css';
import './styles/media.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { readLanguage } from '../shared/language';
import { makeClient } from './api/client';
import { App } from './app';
import { EnvironmentContext, type Environment } from './environment';
import { SavedProvider } from './saved';
import { SpeechProvider } from './speech';
import { resolveVariables, schemeManager, theme } from './theme';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
const environment: Environment = {
  now: () => new Date(),
  // crypto.randomUUID exists over https and on localhost only; an evaluation may be reached by another name.
  uuid: () => (crypto.randomUUID ? crypto.randomUUID() : uuidFrom(crypto.getRandomValues(new Uint8Array(16)))),
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

function uuidFrom(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte, place) =>
    (place === 6 ? (byte & 15) | 64 : place === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, '0'),
  );
  return [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)]
    .map((part) => part.join(''))
    .join('-');
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <EnvironmentContext.Provider value={environment}>
      <QueryClientProvider client={makeClient()}>
        <SpeechProvider first={readLanguage(document.cookie, navigator.languages)}>
          <MantineProvider
            theme={theme}
            cssVariablesResolver={resolveVariables}
            colorSchemeManager={schemeManager}
            defaultColorScheme="auto"
            getStyleNonce={() => nonce}
          >
            <SavedProvider>
              <BrowserRouter basename="/staff">
                <App />
              </BrowserRouter>
            </SavedProvider>
          </MantineProvider>
        </SpeechProvider>
      </QueryClientProvider>
    </EnvironmentContext.Provider>
  </StrictMode>,
);
