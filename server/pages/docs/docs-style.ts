/** The contract's page on the house's tokens: wide enough for tables, which scroll within themselves on a telephone. */
export const docsStyle = `
body { max-inline-size: 1120px; font-size: 17px; }
header nav { display: flex; gap: 16px; }
header nav a { display: inline-block; padding-block: 10px; }
header nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
main nav ul { display: flex; flex-wrap: wrap; gap: 8px 24px; margin: 0; padding: 0; list-style: none; }
main nav a { display: inline-block; padding-block: 4px; }
article { margin-block: 16px; padding: 16px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
h3 { margin: 0; font-size: 17px; }
summary { cursor: pointer; }
summary h3 { display: inline; }
summary span { display: block; margin-block-start: 4px; }
article ul a { display: inline-block; padding-block: 4px; }
h4 { margin: 16px 0 4px; font-size: 15px; }
code { overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { inline-size: 100%; border-collapse: collapse; font-size: 15px; }
th, td { min-inline-size: 72px; padding: 6px 8px; border-block-start: 1px solid var(--line); text-align: start; vertical-align: top; }
th { font-weight: 600; }
`;
