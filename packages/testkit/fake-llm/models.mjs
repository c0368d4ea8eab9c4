// @ts-check
/** Lists of models. */

/** As Anthropic and OpenAI give it, both at once. @param {string[]} models */
export const modelList = (models) => ({
  object: 'list',
  data: models.map((m) => ({
    id: m,
    type: 'model',
    object: 'model',
    display_name: m,
    created: 1700000000,
    created_at: '2023-11-14T22:13:20Z',
    owned_by: 'fake',
  })),
  has_more: false,
  first_id: models[0],
  last_id: models.at(-1),
});

/** @param {string} model */
export const geminiModel = (model) => ({
  name: `models/${model}`,
  version: '001',
  displayName: model,
  inputTokenLimit: 1_048_576,
  outputTokenLimit: 65_536,
  supportedGenerationMethods: ['generateContent', 'countTokens', 'embedContent', 'batchEmbedContents'],
});

/** @param {string[]} models */
export const geminiModelList = (models) => ({ models: models.map(geminiModel) });
