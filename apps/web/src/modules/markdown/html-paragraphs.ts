interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

const holdsBlocks = ['root', 'blockquote', 'list', 'listItem', 'footnoteDefinition'];

/** HTML is shown as it is written. Where it stands by itself it is a paragraph like others, and not words between them. */
export function htmlParagraphs() {
  return (tree: Node) => wrap(tree);
}

function wrap(node: Node): void {
  if (!node.children || !holdsBlocks.includes(node.type)) return;
  node.children = node.children.map((child) =>
    child.type === 'html' ? { type: 'paragraph', children: [{ type: 'text', value: child.value ?? '' }] } : child,
  );
  node.children.forEach(wrap);
}
