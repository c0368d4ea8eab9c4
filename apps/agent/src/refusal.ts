/** Why a command cannot be done, in a sentence for the person who gave it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
