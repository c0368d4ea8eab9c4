import { ToolId } from '@open-ace/contracts/tools';

const longest = 40;
const accents = /\p{Mark}/gu;

/** An id made from a name: `Gémini CLI` is `gemini-cli`. '' where the name has too few Latin letters for one. */
export function proposeId(name: string): string {
  const words = name.normalize('NFKD').replaceAll(accents, '').toLowerCase();
  const dashed = words.replaceAll(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+/, '');
  const id = dashed.slice(0, longest).replace(/-+$/, '');
  return ToolId.safeParse(id).success ? id : '';
}
