/** What the contract takes. By hand: its schema would bring the whole library along; a test holds the two together. */
export const mostCharacters = 200_000;

/** How long a message is if that is too long, else null. */
export function excessLength(text: string): number | null {
  const { length } = text.trim();
  return length > mostCharacters ? length : null;
}
