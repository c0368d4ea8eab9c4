import { ask, edit, grep, plan, read, run, type Scenario, say, think, write } from '../scenario.ts';

const search = { project: 'search', model: 'claude-sonnet-4-5', ending: 'stopped' } as const;

export const synonyms: Scenario = {
  ...search,
  branch: 'feat/synonyms',
  mode: 'auto-edit',
  steps: [
    ask('Somebody who looks for "sneaker" should find our trainers'),
    read('config/synonyms.en.txt', 1, 'sofa, couch', 'jumper, sweater, pullover'),
    edit('config/synonyms.en.txt', 1, [' sofa, couch', ' jumper, sweater, pullover', '+trainers, sneakers, running shoes']),
    run(
      'npm run relevance -- --query sneaker',
      'Compare the results',
      'sneaker   before: 3 hits   after: 412 hits\nnDCG@10   before: 0.21     after: 0.78',
      { seconds: 9.2, leave: 'allow_once' },
    ),
    say('"sneaker" finds 412 products instead of 3. Of the 200 queries that we watch, none got worse.'),
  ],
};

export const chineseRanking: Scenario = {
  ...search,
  branch: 'fix/zh-ranking',
  mode: 'auto-edit',
  steps: [
    ask('搜索“无线耳机”时，充电盒排在耳机前面'),
    grep('analyzer', 'config/index.zh.json:8:  "analyzer": "standard"', 'config/index.en.json:8:  "analyzer": "english"'),
    think('中文用的是 standard 分词器，按单字切分。“无线充电盒（耳机用）”四个字都命中，而且标题短，所以排在前面。'),
    say('原因是分词：`standard` 把“无线耳机”切成四个单字。换成 `smartcn`，就会切成“无线”和“耳机”两个词。'),
    edit('config/index.zh.json', 8, ['-  "analyzer": "standard"', '+  "analyzer": "smartcn"']),
    run(
      'npm run relevance -- --lang zh',
      'Compare the results for Chinese',
      'queries   80\nnDCG@10   before: 0.54   after: 0.81\nworse     2 (型号: “AB-12 Pro”, “X9”)',
      { seconds: 14, leave: 'allow_once' },
    ),
    say(
      '80 个查询的平均得分从 **0.54** 升到 **0.81**。有两个型号变差了，因为字母和数字被拆开。建议给型号单独加一个 `keyword` 字段，要现在做吗？',
    ),
    ask('要，一起做。', 4),
    edit('config/index.zh.json', 7, [
      '   "title": {',
      '+    "fields": { "model": { "type": "keyword" } },',
      '     "analyzer": "smartcn"',
      '   }',
    ]),
    say('已加上。两个型号都排在第一位，其他结果没有变化。上线前需要重建一次中文索引，大约六分钟。'),
  ],
};

export const reindex: Scenario = {
  ...search,
  branch: 'feat/reindex',
  mode: 'full-auto',
  steps: [
    ask('We need to rebuild the index without the search being away'),
    plan(0, 'Build the new index beside the old one', 'Write to both while it is built', 'Compare counts', 'Move the alias'),
    write('src/reindex.ts', [
      'export async function reindex(name: string) {',
      '  const next = versioned(name);',
      '  await createIndex(next);',
      '  await writeToBoth(name, next);',
      '  await copy(name, next);',
      '  await requireSameCount(name, next);',
      '  await moveAlias(name, next);',
      '}',
    ]),
    run(
      'npm run reindex -- products --dry-run',
      'Try it without moving the alias',
      'products → products-0192: 214,880 of 214,880 documents in 5m 51s\nalias not moved (dry run)',
      { seconds: 351 },
    ),
    plan(null, 'Build the new index beside the old one', 'Write to both while it is built', 'Compare counts', 'Move the alias'),
    say(
      '`npm run reindex` builds beside the old index, writes to both meanwhile, and moves the alias only if the counts agree. The dry run copied all 214,880 documents in six minutes; the search answered throughout.',
    ),
  ],
};

export const typoTolerance: Scenario = {
  ...search,
  branch: 'fix/product-codes',
  mode: 'ask',
  ending: 'exited',
  steps: [
    ask('Typo tolerance breaks product codes: "KX-200" finds KX-300 first'),
    grep('fuzziness', 'src/query.ts:27:      fuzziness: "AUTO",'),
    edit('src/query.ts', 26, ['       query: text,', '-      fuzziness: "AUTO",', '+      fuzziness: looksLikeCode(text) ? 0 : "AUTO",'], {
      leave: 'allow_once',
    }),
    run('npm test -- query', 'Run the tests of queries', 'Tests: 61 passed, 61 total', { seconds: 3.9, leave: 'allow_once' }),
    say(
      'What looks like a code (letters, a dash, digits) is taken literally. "KX-200" is first again, and "trianers" still finds trainers.',
    ),
  ],
};
