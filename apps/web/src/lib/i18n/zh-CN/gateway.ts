import type { gateway as source } from '../en/gateway.ts';
import type { MessagesOf } from '../messages.ts';

export const gateway: MessagesOf<typeof source> = {
  'gateway.addAlias': '添加别名',
  'gateway.alias': '别名',
  'gateway.aliasFault.name': '请输入名称，不能包含空格和 *。',
  'gateway.aliasFault.twice': '这个别名已经存在。',
  'gateway.aliases': '别名',
  'gateway.aliasesHelp': '模型的其他名称：请求别名的调用会得到对应的模型。在这里更换模型，所有客户端随之切换。',
  'gateway.allowed': '模型',
  'gateway.allowedModels': '允许的模型',
  'gateway.allowedModelsHelp': '对其他模型的调用，无论由谁发起，都会在到达供应商之前被拒绝。',
  'gateway.everyModelAllowed': '留空：可以调用所有模型。填写模型名称，或名称开头加 *，例如 claude-*。',
  'gateway.keywords': '网关 大模型 别名 允许列表 models gateway alias allow-list',
  'gateway.loadFailed': '无法加载模型与别名',
  'gateway.model': '模型',
  'gateway.modelNotAllowed': '不在允许的模型之列：对此别名的调用会被拒绝。',
  'gateway.models': '模型',
  'gateway.modelsPurpose': '哪些模型可以通过网关调用，以及它们的其他名称。',
  'gateway.newAlias': '新别名',
  'gateway.noAliases': '没有别名，模型使用自己的名称。',
  'gateway.onlyTheseAllowed': '只能调用这些模型。留空则允许所有模型。',
  'gateway.removeAlias': '移除 {{alias}}',
  'gateway.saved': '已保存模型与别名',
};
