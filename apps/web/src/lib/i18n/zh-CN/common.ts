import type { common as source } from '../en/common.ts';
import type { MessagesOf } from '../messages.ts';

export const common: MessagesOf<typeof source> = {
  'action.cancel': '取消',
  'action.clearSearch': '清空搜索',
  'action.close': '关闭',
  'action.copied': '已复制',
  'action.copy': '复制',
  'action.discard': '放弃',
  'action.done': '完成',
  'action.loadMore': '加载更多',
  'action.reload': '重新加载页面',
  'action.save': '保存更改',
  'action.tryAgain': '重试',
  'action.tryNow': '立即重试',

  'confirm.type': '请输入 {{name}} 以确认',

  'filter.clear': '清除筛选',
  'filter.noMatch': '没有匹配的结果',
  'filter.noMatchAdvice': '没有符合当前搜索和筛选条件的记录。请放宽条件，或清除筛选重新开始。',
  'filter.nothingFound': '未找到',
  'filter.search': '搜索{{filter}}',

  'form.emailRule': '请输入形如 name@example.com 的邮箱地址，或留空。',
  'form.leave': '放弃更改',
  'form.leaveEffect': '此页面上输入的内容尚未保存。',
  'form.leaveTitle': '放弃未保存的更改？',
  'form.lineRule': '请输入 1 到 120 个字符，不能换行。',
  'form.notAccepted': '服务器不接受这个值。',
  'form.required': '此项不能为空。',
  'form.stay': '继续编辑',
  'form.unsaved_other': '{{count, number}} 项更改未保存',

  'period.24h': '最近 24 小时',
  'period.30d': '最近 30 天',
  'period.7d': '最近 7 天',
  'period.90d': '最近 90 天',
  'period.any': '全部时间',
  'period.custom': '自定义',
  'period.from': '开始日期',
  'period.label': '时间',
  'period.to': '结束日期（含当天）',

  'table.columns': '列',
  'table.sortedBy': '当前按{{column}}排序，点击更改',

  'value.empty': '空',
  'value.loading': '加载中',
  'value.no': '否',
  'value.none': '无',
  'value.unknown': '未知',
  'value.yes': '是',
};
