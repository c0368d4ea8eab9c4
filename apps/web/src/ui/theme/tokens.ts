/** Colours with a fixed meaning. A thing keeps its colour on every page and in both schemes. */

import type { SessionStatus } from '@open-ace/contracts/session';
import type { ToolId } from '@open-ace/contracts/tools';

export type Scheme = 'light' | 'dark';
type SchemeColor = Record<Scheme, string>;
/** `fill` is for marks and bars (3:1 on a surface), `text` for words (4.5:1 on a surface and on its own tint). */
interface SignalColor {
  fill: SchemeColor;
  text: SchemeColor;
}

/** Pairwise CIEDE2000 is at least 12 for normal sight, protanopia, deuteranopia and tritanopia. */
export const toolColors = {
  'claude-code': { light: '#bd5419', dark: '#e8743f' },
  codex: { light: '#0a7458', dark: '#7bdcab' },
  'qwen-code': { light: '#6444d8', dark: '#b395fd' },
  openclaw: { light: '#8a1053', dark: '#b84470' },
  gemini: { light: '#4291e2', dark: '#2a82c8' },
  opencode: { light: '#a68b20', dark: '#d9c840' },
  api: { light: '#191c21', dark: '#eef2f6' },
  other: { light: '#7a7d85', dark: '#a9aeb6' },
} as const satisfies Record<ToolId | 'gemini' | 'opencode' | 'api' | 'other', SchemeColor>;
/** The tools we drive, and those we only ever show because a gateway call or an upload names them. */
export type ShownTool = keyof typeof toolColors;

const severityColors = {
  info: signal('#3067dd', '#5084ef', '#2556c0', '#8ab0fa'),
  low: signal('#757981', '#858991', '#555a62', '#a7abb1'),
  warning: signal('#c68100', '#e0a03a', '#7d5000', '#f0b866'),
  high: signal('#d2601f', '#f0854a', '#9a4306', '#f8a273'),
  critical: signal('#cf3a33', '#ef665d', '#b0261f', '#ff948c'),
} as const satisfies Record<string, SignalColor>;

const sessionStatusColors: Record<SessionStatus, SignalColor> = {
  starting: severityColors.info,
  running: severityColors.info,
  needs_you: severityColors.warning,
  idle: severityColors.low,
  paused: severityColors.low,
  ended: severityColors.low,
  error: severityColors.critical,
};

/** Good news only: machine online, check passed, lines added. */
const successColor: SignalColor = signal('#098b47', '#2fb366', '#006e36', '#63cd86');

/** Series of anything that is not a tool: models, machines, teams. At most six, the rest is `other`. */
const seriesColors: readonly SchemeColor[] = [
  { light: '#3067dd', dark: '#77a3f9' },
  { light: '#bd5419', dark: '#e8743f' },
  { light: '#0a7458', dark: '#7bdcab' },
  { light: '#8a1053', dark: '#b84470' },
  { light: '#a68b20', dark: '#d9c840' },
  { light: '#4a2f9c', dark: '#5b6bd8' },
];

/** Heat maps and other one-way scales, from nothing to most. */
const sequentialColors: Record<Scheme, readonly string[]> = {
  light: ['#eef1f5', '#d3e1fb', '#a9c6fb', '#77a3f9', '#4478e6', '#1d469d'],
  dark: ['#1f232a', '#1b2f57', '#1f4284', '#2a5bbd', '#4d82ea', '#9dbffc'],
};

const codeColors = {
  keyword: { light: '#8a1053', dark: '#f08fb6' },
  string: { light: '#0a6b51', dark: '#7bdcab' },
  number: { light: '#9a4306', dark: '#f8a273' },
  function: { light: '#2556c0', dark: '#8ab0fa' },
  comment: { light: '#666b74', dark: '#8b9099' },
} as const satisfies Record<string, SchemeColor>;

const surfaceColors = {
  canvas: { light: '#f6f7f9', dark: '#0e1013' },
  surface: { light: '#ffffff', dark: '#15171b' },
  raised: { light: '#ffffff', dark: '#1b1e24' },
  sunken: { light: '#f8f9fb', dark: '#101216' },
  hover: { light: '#f1f3f6', dark: '#1e2127' },
  selected: { light: '#e9f0fe', dark: '#1a2640' },
  border: { light: '#e3e6ea', dark: '#282c34' },
  controlBorder: { light: '#cfd4db', dark: '#3a3f49' },
  text: { light: '#191c21', dark: '#e6e8eb' },
  muted: { light: '#5b616b', dark: '#9ea4ae' },
} as const satisfies Record<string, SchemeColor>;

function signal(fillLight: string, fillDark: string, textLight: string, textDark: string): SignalColor {
  return { fill: { light: fillLight, dark: fillDark }, text: { light: textLight, dark: textDark } };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll('_', '-');
}

export const toolColor = (tool: ShownTool) => `var(--ace-tool-${tool})`;
export const sessionStatusColor = (status: SessionStatus) => `var(--ace-state-${kebab(status)})`;
export const seriesColor = (index: number) => `var(--ace-series-${index + 1})`;

/** Everything above as CSS variables, for the theme's resolver. */
export function tokenVariables(scheme: Scheme): Record<string, string> {
  const variables: Record<string, string> = {};
  const plain = (prefix: string, colors: Record<string, SchemeColor>) => {
    for (const [name, color] of Object.entries(colors)) variables[`--ace-${prefix}${kebab(name)}`] = color[scheme];
  };
  const signals = (prefix: string, colors: Record<string, SignalColor>) => {
    for (const [name, color] of Object.entries(colors)) {
      variables[`--ace-${prefix}${kebab(name)}`] = color.fill[scheme];
      variables[`--ace-${prefix}${kebab(name)}-text`] = color.text[scheme];
    }
  };
  plain('', surfaceColors);
  plain('tool-', toolColors);
  plain('code-', codeColors);
  signals('severity-', severityColors);
  signals('state-', sessionStatusColors);
  signals('', { success: successColor });
  seriesColors.forEach((color, index) => {
    variables[`--ace-series-${index + 1}`] = color[scheme];
  });
  sequentialColors[scheme].forEach((color, step) => {
    variables[`--ace-sequential-${step}`] = color;
  });
  return variables;
}
