import type { TemplateResult } from 'lit'
import { createLazyRenderer } from '../contents/lazy-renderer.ts'
import type { SchedulePickerInput } from './schedule-picker.ts'

const render = createLazyRenderer<SchedulePickerInput>(async (language) =>
  (await import('./schedule-picker.ts')).createSchedulePicker(language),
)

/**
 * Renders a schedule as a picker, or as its cron expression until the picker is loaded.
 *
 * @param refresh - Renders the field again once the picker is loaded.
 * @internal
 */
export const renderSchedule = (input: SchedulePickerInput, language: string, refresh: () => void): TemplateResult =>
  render(input, language, refresh) ?? input.expressionField
