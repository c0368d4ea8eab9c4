/** What these tests use of the fake LLM provider, which is plain JavaScript. */
export interface FakeProvider {
  readonly url: string;
  readonly requests: {
    path: string;
    status: number;
    auth: string | null;
    closedByClient: boolean;
    headers: Record<string, string>;
    body: unknown;
  }[];
  close(): Promise<void>;
}

export async function startFakeProvider(options: { tokens?: string[] } = {}): Promise<FakeProvider> {
  const { startFakeLlm } = await import(new URL('../../packages/testkit/fake-llm/server.mjs', import.meta.url).href);
  return startFakeLlm(options);
}

/** A prompt that says itself how the provider answers it, request by request. */
export const script = (...steps: object[]): string => `@@fake ${JSON.stringify(steps)}`;
