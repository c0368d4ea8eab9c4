/** A word for a POSIX shell that stands for itself, whatever it holds. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Starts the program with the Node that it was installed with, or with the one on PATH once that is gone. */
export const shellLauncher = (node: string, entry: string): string => `#!/bin/sh
node=${shellWord(node)}
[ -x "$node" ] || node=node
exec "$node" ${shellWord(entry)} "$@"
`;

/** A percent sign would begin a variable there. */
const cmdText = (text: string) => text.replaceAll('%', '%%');

export const cmdLauncher = (node: string, entry: string): string =>
  ['@echo off', `"${cmdText(node)}" "${cmdText(entry)}" %*`, ''].join('\r\n');
