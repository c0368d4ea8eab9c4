const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for an element or an attribute of XML. */
export const xmlText = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
