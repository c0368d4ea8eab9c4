/** One argument a line, so that spaces need no quotes. Only what a line cannot hold as it is stands in them, as JSON writes it. */
export const linesOf = (args: readonly string[]): string => args.map(lineOf).join('\n');

export const argumentsOf = (lines: string): string[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map(argumentOf);

const lineOf = (argument: string): string => {
  const isPlain = argument !== '' && argument === argument.trim() && !argument.includes('\n') && argumentOf(argument) === argument;
  return isPlain ? argument : JSON.stringify(argument);
};

function argumentOf(line: string): string {
  if (!line.startsWith('"')) return line;
  try {
    const quoted: unknown = JSON.parse(line);
    return typeof quoted === 'string' ? quoted : line;
  } catch {
    return line;
  }
}
