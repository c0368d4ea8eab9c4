/** The words of a command line as a POSIX shell splits it; null where a quote is not closed. */
export function shellWords(line: string): string[] | null {
  const words: string[] = [];
  let rest = line.trimStart();
  while (rest !== '') {
    const word = /^(?:'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|[^\s'"\\])+/.exec(rest)?.[0];
    if (word === undefined) return null;
    words.push(unquoted(word));
    rest = rest.slice(word.length);
    if (rest !== '' && !/^\s/.test(rest)) return null;
    rest = rest.trimStart();
  }
  return words;
}

function unquoted(word: string): string {
  const part = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)/g;
  return word.replace(part, (_whole, single?: string, double?: string, escaped?: string, plain?: string) => {
    if (double !== undefined) return double.replace(/\\([$`"\\\n])/g, (_pair, mark: string) => (mark === '\n' ? '' : mark));
    return single ?? escaped ?? plain ?? '';
  });
}

const shell = /^(?:\/usr(?:\/local)?)?\/bin\/(?:ba|z|da)?sh$/;

/**
 * What is run, without the shell of the system around it. Any other program stays as it is, for a file that is called like a shell is
 * none.
 */
export function scriptOf(command: string): string {
  const words = shellWords(command);
  const [program = '', flag = '', script] = words ?? [];
  const isShell = words?.length === 3 && shell.test(program) && ['-c', '-lc'].includes(flag);
  return isShell && script !== undefined ? script : command;
}
