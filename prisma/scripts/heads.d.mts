type Provider = 'sqlite' | 'postgresql';

export const providers: Provider[];
export function headOf(provider: Provider): string;
export function headFile(provider: Provider): URL;
