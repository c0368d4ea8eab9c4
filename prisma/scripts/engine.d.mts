type State = { models: string } | { url: string } | { empty: true };

export function diff(provider: 'sqlite' | 'postgresql', from: State, to: State): Promise<string>;
