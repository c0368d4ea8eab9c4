import classes from './code-field.module.css';

/** For fields that hold what a machine reads: in its own letters, and corrected by nobody. */
export const code = {
  classNames: { input: classes.input },
  autoComplete: 'off',
  autoCapitalize: 'none',
  autoCorrect: 'off',
  spellCheck: false,
} as const;
