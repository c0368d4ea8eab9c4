export const common = {
  'action.cancel': 'Cancel',
  'action.clearSearch': 'Clear the search',
  'action.close': 'Close',
  'action.copied': 'Copied',
  'action.copy': 'Copy',
  'action.discard': 'Discard',
  'action.done': 'Done',
  'action.loadMore': 'Load more',
  'action.reload': 'Reload the page',
  'action.save': 'Save changes',
  'action.tryAgain': 'Try again',
  'action.tryNow': 'Try now',

  'confirm.type': 'Type {{name}} to confirm',

  'filter.clear': 'Clear filters',
  'filter.noMatch': 'Nothing matches',
  'filter.noMatchAdvice': 'No entry fits the search and the filters. Widen them, or start over.',
  'filter.nothingFound': 'Nothing found',
  'filter.search': 'Search {{filter}}',

  'form.emailRule': 'Enter an address like name@example.com, or leave this empty.',
  'form.leave': 'Discard changes',
  'form.leaveEffect': 'What you typed on this page has not been saved.',
  'form.leaveTitle': 'Discard unsaved changes?',
  'form.lineRule': 'Enter 1 to 120 characters on one line.',
  'form.notAccepted': 'The server does not accept this value.',
  'form.required': 'Fill in this field.',
  'form.stay': 'Keep editing',
  'form.unsaved_one': '{{count, number}} unsaved change',
  'form.unsaved_other': '{{count, number}} unsaved changes',

  'period.24h': 'Last 24 hours',
  'period.30d': 'Last 30 days',
  'period.7d': 'Last 7 days',
  'period.90d': 'Last 90 days',
  'period.any': 'Any time',
  'period.custom': 'Custom',
  'period.from': 'From this day',
  'period.label': 'Time',
  'period.to': 'Up to and including this day',



  'table.sortedBy': 'Sorted by {{column}}. Change the order',

  'value.empty': 'empty',
  'value.loading': 'Loading',
  'value.no': 'No',
  'value.none': 'None',
  'value.unknown': 'Not known',
  'value.yes': 'Yes',
} as const;
