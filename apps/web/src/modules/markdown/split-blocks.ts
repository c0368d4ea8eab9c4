const fenceStart = /^\s*(?:(`{3,})[^`]*|(~{3,}).*)$/;
const definition = /^ {0,3}\[[^\]]+\]:/m;
/** A line that goes on with what stood before the blank line, or may: indented, a list, a quote. */
const mayBelongToBefore = /^(?:\s|[-*+>]|\d+[.)])/;

/**
 * Cuts Markdown where blocks of its first level certainly end. Each part means by itself what it means in the whole, and together they
 * are the text; so while an answer streams in, only its last part is read anew. In doubt it does not cut.
 */
export function splitBlocks(markdown: string): string[] {
  // Definitions of links and footnotes reach over all blocks.
  if (definition.test(markdown)) return [markdown];
  const blocks: string[] = [];
  let block = '';
  let fence = '';
  let afterBlank = false;
  for (const line of markdown.split(/(?<=\n)/)) {
    if (afterBlank && !fence && line.trim() !== '' && !mayBelongToBefore.test(line)) {
      blocks.push(block);
      block = '';
    }
    fence = nextFence(fence, line);
    block += line;
    afterBlank = line.trim() === '';
  }
  return block === '' ? blocks : [...blocks, block];
}

/** The fence that is open after a line; empty for none. */
function nextFence(open: string, line: string): string {
  if (!open) {
    const [, backticks, tildes] = fenceStart.exec(line.trimEnd()) ?? [];
    return backticks ?? tildes ?? '';
  }
  const mark = line.trim();
  const closes = mark.length >= open.length && mark === (open[0] ?? '').repeat(mark.length);
  return closes ? '' : open;
}
