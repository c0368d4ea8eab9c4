import type {
  ActionIcon,
  Avatar,
  Badge,
  Button,
  Checkbox,
  CSSVariablesResolver,
  Drawer,
  Input,
  Kbd,
  MantineColorsTuple,
  MantineThemeComponent,
  Menu,
  Modal,
  NavLink,
  Pagination,
  Paper,
  Popover,
  Progress,
  SegmentedControl,
  Select,
  Skeleton,
  Switch,
  Table,
  Tabs,
  Text,
  Textarea,
  Title,
  Tooltip,
  VariantColorsResolver,
} from '@mantine/core';
import { createTheme, defaultVariantColorsResolver, rem } from '@mantine/core';
import classes from './theme.module.css';
import { tokenVariables } from './tokens.ts';

/**
 * A component's own `extend`, for its types alone. Importing the components to call it would put every one of them into
 * the first load, which needs few.
 */
function themed<Component extends { extend: (input: never) => MantineThemeComponent }>(
  input: Parameters<Component['extend']>[0],
): MantineThemeComponent {
  return input;
}

const accent: MantineColorsTuple = [
  '#f2f6fe',
  '#e1ecff',
  '#c6dafe',
  '#a1c1ff',
  '#77a3f9',
  '#5084ef',
  '#3067dd',
  '#2556c0',
  '#1d469d',
  '#163578',
];
const gray: MantineColorsTuple = [
  '#f8f9fb',
  '#f1f3f6',
  '#e3e6ea',
  '#cfd4db',
  '#b3b9c2',
  '#8b919b',
  '#5b616b',
  '#434850',
  '#2e3239',
  '#191c21',
];
const dark: MantineColorsTuple = [
  '#e6e8eb',
  '#cdd0d5',
  '#9ea4ae',
  '#7c818b',
  '#282c34',
  '#23272e',
  '#1b1e24',
  '#15171b',
  '#0e1013',
  '#0a0c0e',
];
const green: MantineColorsTuple = [
  '#eefbf1',
  '#daf5e0',
  '#b6eac3',
  '#89da9f',
  '#59c47c',
  '#28ad5e',
  '#07803f',
  '#006e36',
  '#015d2d',
  '#074a24',
];
const amber: MantineColorsTuple = [
  '#fff5ea',
  '#fee9d0',
  '#fad3a4',
  '#f2b86c',
  '#e29a2c',
  '#c68100',
  '#9a6300',
  '#7d5000',
  '#6b4300',
  '#563500',
];
const orange: MantineColorsTuple = [
  '#fff4ef',
  '#ffe7dc',
  '#ffcfb7',
  '#ffae84',
  '#f38c53',
  '#de6e29',
  '#b65412',
  '#994407',
  '#7b3606',
  '#622b09',
];
const red: MantineColorsTuple = [
  '#fff4f3',
  '#ffe6e4',
  '#ffcdc8',
  '#ffaba3',
  '#f9837c',
  '#e3645e',
  '#c8322b',
  '#b0261f',
  '#8e221c',
  '#6e1d18',
];

/** Height, horizontal padding and text of every control, so that buttons and fields line up. */
const controls = {
  xs: { height: '1.625rem', padding: '0.5rem', fontSize: '0.75rem' },
  sm: { height: '2rem', padding: '0.75rem', fontSize: '0.8125rem' },
  md: { height: '2.25rem', padding: '0.875rem', fontSize: '0.875rem' },
  lg: { height: '2.5rem', padding: '1rem', fontSize: '0.875rem' },
} as const;

const iconButtons: Record<string, string> = { xs: '1.25rem', sm: '1.5rem', md: '1.75rem', lg: '2rem' };

function iconButtonSize(size: unknown) {
  return typeof size === 'number' ? rem(size) : iconButtons[String(size)];
}

/** Grey is the quiet colour: muted words on no ground, or text on the palest one. Red words use the severity's text colour. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const kind = `${input.variant} ${input.color}`;
  if (kind === 'subtle gray')
    return { ...colors, color: 'var(--ace-muted)', hover: 'var(--mantine-color-default-hover)', hoverColor: 'var(--ace-text)' };
  if (kind === 'light gray')
    return { ...colors, color: 'var(--ace-text)', background: 'light-dark(var(--mantine-color-gray-1), var(--mantine-color-dark-5))' };
  if (kind === 'subtle red') return { ...colors, color: 'var(--ace-severity-critical-text)' };
  return colors;
};

function control(size: unknown) {
  return controls[(typeof size === 'string' && size in controls ? size : 'sm') as keyof typeof controls];
}

const overlay = { backgroundOpacity: 0.4, blur: 0 };
const floating = { shadow: 'md', radius: 'lg', offset: 4, transitionProps: { duration: 80 } } as const;

export const theme = createTheme({
  primaryColor: 'accent',
  variantColorResolver,
  primaryShade: { light: 6, dark: 6 },
  colors: { accent, gray, dark, green, amber, orange, red },
  white: '#ffffff',
  black: '#191c21',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    '"Inter Variable", "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Malgun Gothic", "Noto Sans CJK SC", system-ui, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1rem', sm: '1.25rem', md: '1.375rem', lg: '1.5rem', xl: '1.75rem' },
  spacing: { xxs: '0.25rem', xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  defaultRadius: 'md',
  radius: { xs: '0.1875rem', sm: '0.25rem', md: '0.375rem', lg: '0.5rem', xl: '0.75rem' },
  shadows: {
    xs: 'none',
    sm: '0 1px 2px rgb(15 18 24 / 8%)',
    md: '0 2px 6px rgb(15 18 24 / 8%), 0 8px 24px rgb(15 18 24 / 10%)',
    lg: '0 4px 12px rgb(15 18 24 / 10%), 0 16px 48px rgb(15 18 24 / 16%)',
    xl: '0 8px 24px rgb(15 18 24 / 14%), 0 24px 64px rgb(15 18 24 / 22%)',
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.75rem' },
      h2: { fontSize: '0.875rem', lineHeight: '1.25rem' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.25rem' },
    },
  },
  components: {
    ActionIcon: themed<typeof ActionIcon>({
      defaultProps: { variant: 'subtle', color: 'gray', size: 'md' },
      vars: (_theme, { size }) => ({ root: { '--ai-size': iconButtonSize(size) } }),
    }),
    Avatar: themed<typeof Avatar>({ defaultProps: { radius: 'xl', size: 24, color: 'gray' } }),
    Badge: themed<typeof Badge>({
      defaultProps: { variant: 'light', radius: 'sm', size: 'md', color: 'gray' },
      classNames: { root: classes.badge },
    }),
    Button: themed<typeof Button>({
      defaultProps: { size: 'sm', variant: 'filled' },
      classNames: { root: classes.button },
      vars: (_theme, { size }) => ({
        root: {
          '--button-height': control(size).height,
          '--button-padding-x': control(size).padding,
          '--button-fz': control(size).fontSize,
        },
      }),
    }),
    Checkbox: themed<typeof Checkbox>({
      defaultProps: { size: 'xs', radius: 'sm' },
      classNames: { body: classes.choice, input: classes.checkbox, label: classes.choiceLabel },
    }),
    Drawer: themed<typeof Drawer>({ defaultProps: { position: 'right', size: 440, overlayProps: overlay, shadow: 'lg' } }),
    DrawerRoot: themed<typeof Drawer.Root>({
      defaultProps: { position: 'right', size: 440, shadow: 'lg', transitionProps: { duration: 120 } },
    }),
    Input: themed<typeof Input>({
      defaultProps: { size: 'sm' },
      classNames: { input: classes.input },
      vars: (_theme, { size, multiline }) => ({
        wrapper: {
          '--input-height': multiline ? 'auto' : control(size).height,
          '--input-fz': control(size).fontSize,
          '--input-padding': '0.625rem',
        },
      }),
    }),
    InputWrapper: themed<typeof Input.Wrapper>({
      classNames: { label: classes.label, description: classes.help, error: classes.fieldError },
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
    }),
    Kbd: themed<typeof Kbd>({ classNames: { root: classes.kbd } }),
    Menu: themed<typeof Menu>({
      // The placeholder would be a child that a menu may not have.
      defaultProps: { ...floating, position: 'bottom-end', withInitialFocusPlaceholder: false },
      classNames: { item: classes.menuItem, dropdown: classes.floating },
    }),
    Modal: themed<typeof Modal>({
      defaultProps: {
        centered: false,
        yOffset: '10vh',
        attributes: { header: { role: 'presentation' } },
        radius: 'lg',
        shadow: 'xl',
        overlayProps: overlay,
      },
      classNames: { content: classes.floating, header: classes.modalHeader, title: classes.modalTitle, body: classes.modalBody },
    }),
    NavLink: themed<typeof NavLink>({
      classNames: { root: classes.navLink, section: classes.navLinkSection, label: classes.navLinkLabel },
    }),
    Pagination: themed<typeof Pagination>({ defaultProps: { size: 'sm', radius: 'md' } }),
    Paper: themed<typeof Paper>({ defaultProps: { withBorder: true, radius: 'lg' } }),
    Popover: themed<typeof Popover>({ defaultProps: floating, classNames: { dropdown: classes.floating } }),
    Progress: themed<typeof Progress>({ defaultProps: { size: 4, radius: 'xl' }, classNames: { root: classes.progress } }),
    SegmentedControl: themed<typeof SegmentedControl>({
      defaultProps: { size: 'xs', radius: 'md', withItemsBorders: false },
      classNames: { root: classes.segmented, label: classes.segmentedLabel, indicator: classes.segmentedIndicator },
    }),
    Select: themed<typeof Select>({ defaultProps: { checkIconPosition: 'right', allowDeselect: false, comboboxProps: floating } }),
    Skeleton: themed<typeof Skeleton>({ defaultProps: { radius: 'sm' }, classNames: { root: classes.skeleton } }),
    Switch: themed<typeof Switch>({
      defaultProps: { size: 'sm', withThumbIndicator: false },
      classNames: { track: classes.switchTrack, label: classes.choiceLabel, description: classes.help },
    }),
    Table: themed<typeof Table>({
      defaultProps: { verticalSpacing: 0, horizontalSpacing: 'sm', fz: 'sm', highlightOnHover: true },
      classNames: { th: classes.th, td: classes.td, tr: classes.tr, thead: classes.thead },
    }),
    Tabs: themed<typeof Tabs>({ classNames: { root: classes.tabs, list: classes.tabsList, tab: classes.tab } }),
    Text: themed<typeof Text>({ defaultProps: { size: 'sm' } }),
    Textarea: themed<typeof Textarea>({ defaultProps: { autosize: true, minRows: 2 } }),
    Title: themed<typeof Title>({ classNames: { root: classes.title } }),
    Tooltip: themed<typeof Tooltip>({
      defaultProps: { openDelay: 300, radius: 'md', offset: 6, fz: 'xs', events: { hover: true, focus: true, touch: true } },
      classNames: { tooltip: classes.tooltip },
    }),
  },
});

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {
    '--ace-header-height': '3rem',
    '--ace-sidebar-width': '14rem',
    '--ace-sessions-width': '17rem',
    '--ace-details-width': '18.5rem',
    '--ace-drawer-width': '27.5rem',
    '--ace-status-height': '1.75rem',
    '--ace-row-height': '2.5rem',
    '--ace-reading-width': '47.5rem',
  },
  light: {
    ...tokenVariables('light'),
    '--mantine-color-text': 'var(--ace-text)',
    '--mantine-color-dimmed': 'var(--ace-muted)',
    '--mantine-color-body': 'var(--ace-surface)',
    '--mantine-color-default-border': 'var(--ace-border)',
    '--mantine-color-default-hover': 'var(--ace-hover)',
    '--mantine-color-placeholder': 'var(--ace-muted)',
    '--mantine-color-error': 'var(--ace-severity-critical-text)',
    '--mantine-color-anchor': 'var(--mantine-color-accent-7)',
  },
  dark: {
    ...tokenVariables('dark'),
    '--mantine-color-text': 'var(--ace-text)',
    '--mantine-color-dimmed': 'var(--ace-muted)',
    '--mantine-color-body': 'var(--ace-surface)',
    '--mantine-color-default': 'var(--ace-raised)',
    '--mantine-color-default-border': 'var(--ace-border)',
    '--mantine-color-default-hover': 'var(--mantine-color-dark-5)',
    '--mantine-color-placeholder': 'var(--ace-muted)',
    '--mantine-color-error': 'var(--ace-severity-critical-text)',
    '--mantine-color-anchor': 'var(--mantine-color-accent-4)',
  },
});
