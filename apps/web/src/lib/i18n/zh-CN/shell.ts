import type { shell as source } from '../en/shell.ts';
import type { MessagesOf } from '../messages.ts';

export const shell: MessagesOf<typeof source> = {
  'connection.connected': '已连接',
  'connection.lost': '服务器没有响应，正在重试…',
  'connection.lostShort': '未连接',
  'connection.noAnswer': '无法加载 Open ACE',

  'machine.status.offline': '离线',
  'machine.status.online': '在线',
  'machine.status.updating': '更新中',

  'navigation.analysis': '分析',
  'navigation.governance': '治理',
  'navigation.home': 'Open ACE 首页',
  'navigation.manage': '管理',
  'navigation.mode': '模式',
  'navigation.openMenu': '打开菜单',
  'navigation.overview': '概览',
  'navigation.people': '人员',
  'navigation.remote': '远程',
  'navigation.skip': '跳到正文',
  'navigation.work': '工作',

  'palette.actions': '操作',
  'palette.anywhere': '随时打开',
  'palette.choose': '选择',
  'palette.move': '移动',
  'palette.nothing': '未找到',
  'palette.open': '搜索或跳转…',
  'palette.pages': '页面',
  'palette.placeholder': '搜索页面和操作',

  'preferences.language': '语言',
  'preferences.scheme': '外观',
  'preferences.scheme.auto': '跟随系统',
  'preferences.scheme.dark': '深色',
  'preferences.scheme.light': '浅色',

  'session.status.ended': '已结束',
  'session.status.error': '出错',
  'session.status.idle': '空闲',
  'session.status.needs_you': '需要你处理',
  'session.status.paused': '已暂停',
  'session.status.running': '运行中',
  'session.status.starting': '启动中',
  'session.title': '会话',

  'shortcuts.characters': '单键快捷键',
  'shortcuts.charactersHelp': '如果语音输入或其他工具会误触按键，请关闭。',
  'shortcuts.close': '关闭抽屉或对话框',
  'shortcuts.help': '显示快捷键',
  'shortcuts.open': '打开一行',
  'shortcuts.palette': '搜索页面和操作',
  'shortcuts.rows': '在列表中逐行移动',
  'shortcuts.search': '在当前页面的列表中搜索',
  'shortcuts.title': '键盘快捷键',

  'tool.other': '其他',

  'work.empty': '暂无会话',
  'work.emptyAdvice': '会话是你与某台机器上的编程智能体之间的对话。',
  'work.help': '帮助',
  'work.resizeDetails': '详情面板宽度',
  'work.resizeSessions': '会话列表宽度',
  'work.title': '工作',
  'work.toggleDetails': '显示或隐藏详情',
};
