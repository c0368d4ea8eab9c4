/** What a stretch of code is, as far as it has a colour of its own. */
export type TokenKind = 'keyword' | 'string' | 'number' | 'function' | 'comment' | 'add' | 'remove';

export interface Token {
  text: string;
  kind: TokenKind | null;
}

const kindOfScope: Record<string, TokenKind> = {
  keyword: 'keyword',
  built_in: 'keyword',
  type: 'keyword',
  literal: 'keyword',
  'selector-tag': 'keyword',
  'template-tag': 'keyword',
  string: 'string',
  regexp: 'string',
  symbol: 'string',
  link: 'string',
  number: 'number',
  title: 'function',
  name: 'function',
  section: 'function',
  attr: 'function',
  attribute: 'function',
  property: 'function',
  comment: 'comment',
  quote: 'comment',
  meta: 'comment',
  doctag: 'comment',
  addition: 'add',
  deletion: 'remove',
};

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'", '&amp;': '&' };
const piece = /<span class="hljs-([\w-]+)[^"]*">|<span[^>]*>|<\/span>|[^<]+/g;

/**
 * The highlighter's markup as lines of tokens, so that React writes the text itself: no HTML of anybody's gets into the page. Its
 * markup is spans and five entities, nothing else.
 */
export function tokenLines(markup: string): Token[][] {
  const lines: Token[][] = [[]];
  const open: (TokenKind | null)[] = [];
  for (const [part, scope] of markup.matchAll(piece)) {
    if (part.startsWith('</')) open.pop();
    else if (part.startsWith('<')) open.push(kindOfScope[scope ?? ''] ?? open.at(-1) ?? null);
    else
      addText(
        lines,
        part.replace(/&(?:lt|gt|quot|amp|#x27);/g, (entity) => entities[entity] ?? entity),
        open.at(-1) ?? null,
      );
  }
  return lines;
}

function addText(lines: Token[][], text: string, kind: TokenKind | null): void {
  text.split('\n').forEach((rest, index) => {
    if (index > 0) lines.push([]);
    if (rest !== '') lines.at(-1)?.push({ text: rest, kind });
  });
}

/** Without colours: while the highlighter loads, and for what it does not know. */
export function plainLines(code: string): Token[][] {
  return code.split('\n').map((text) => (text === '' ? [] : [{ text, kind: null }]));
}
