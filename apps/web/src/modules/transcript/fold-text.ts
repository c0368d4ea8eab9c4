const mostLines = 20;
const mostCharacters = 2_000;
/** A little over the limit is shown as well: a button for two lines helps nobody. */
const slack = { lines: 4, characters: 400 };

export interface FoldedText {
  shown: string;
  /** What is left out: counted in characters where lines would say too little. */
  hidden: { lines: number } | { characters: number };
}

/** The beginning of a long text; null for one that is shown whole. */
export function foldText(text: string): FoldedText | null {
  const lines = text.split('\n');
  const head = lines.slice(0, mostLines).join('\n');
  if (lines.length > mostLines + slack.lines && head.length <= mostCharacters)
    return { shown: head, hidden: { lines: lines.length - mostLines } };
  if (text.length <= mostCharacters + slack.characters) return null;
  // Never through the middle of a character that takes two places.
  const shown = text.slice(0, mostCharacters).replace(/[\ud800-\udbff]$/, '');
  return { shown, hidden: { characters: text.length - shown.length } };
}
