import type { TemplateResult } from 'lit'
import { createLazyRenderer } from '../contents/lazy-renderer.ts'
import type { SchedulePickerInput } from './schedule-picker.ts'

const render = createLazyRenderer<SchedulePickerInput>(async (language) =>
  (await import('./schedule-picker.ts')).createSchedulePicker(language),
)

/**
 * Renders a schedule as its expression, and as a picker after the strings of the picker have been loaded.
 *
 * @param refresh Renders the field again after the strings have been loaded.
 * @internal
 */
export const renderSchedule = (input: SchedulePickerInput, language: string, refresh: () => void): TemplateResult =>
  render(input, language, refresh) ?? input.expressionField
