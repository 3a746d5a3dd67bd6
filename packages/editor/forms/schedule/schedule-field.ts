import type { TemplateResult } from 'lit'
import { createSchedulePicker, type SchedulePicker, type SchedulePickerInput } from './schedule-picker.ts'

/** The pickers whose texts have been loaded, by language. */
const pickers = new Map<string, SchedulePicker | 'loading'>()
/** Fields that are shown while texts are being loaded. They are rendered again afterwards. */
const waiting = new Set<() => void>()

/**
 * Renders a schedule: the expression alone until the texts of the picker have been loaded, and afterwards both.
 *
 * @param refresh Renders the field again after the texts have been loaded.
 * @internal
 */
export function renderSchedule(input: SchedulePickerInput, language: string, refresh: () => void): TemplateResult {
  const picker = pickers.get(language)
  if (typeof picker === 'function') return picker(input)
  if (picker === undefined) void loadPicker(language)
  waiting.add(refresh)
  return input.expressionField
}

async function loadPicker(language: string): Promise<void> {
  pickers.set(language, 'loading')
  pickers.set(language, await createSchedulePicker(language))
  for (const refresh of waiting) refresh()
  waiting.clear()
}
