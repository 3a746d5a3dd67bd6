/** UI strings of keyboard selection, loaded together with it. */
export const chartKeyStrings = {
  valueKeys: 'Arrow keys move between values, Space selects, Escape clears the selection.',
  rangeKeys:
    'Arrow keys move along the axis; with Shift, they select a range. Enter applies the range, and Escape clears it.',
  selected: (text: string): string => `${text}, selected`,
  deselected: (text: string): string => `${text}, not selected`,
  notSelectable: (text: string): string => `${text} cannot be selected.`,
  range: (from: string, to: string): string => `${from} to ${to}`,
  removed: 'Selection cleared',
}

/** UI strings of keyboard selection. */
export type ChartKeyStrings = typeof chartKeyStrings
