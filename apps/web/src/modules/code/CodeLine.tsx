import { Fragment } from 'react';
import classes from './CodeLine.module.css';
import type { Token } from './tokens.ts';

export function CodeLine({ tokens }: { tokens: readonly Token[] }) {
  return tokens.map(({ text, kind }, index) =>
    kind ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no identity; the line is drawn anew as a whole
      <span key={index} className={classes[kind]}>
        {text}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <Fragment key={index}>{text}</Fragment>
    ),
  );
}
