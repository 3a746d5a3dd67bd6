import { icon } from '@aw-flow/editor'
import { html, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { select } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'

const secondsPerHour = 3_600
const secondsPerDay = 86_400

/** How long the previous token or secret can remain valid after a rotation, in seconds. */
const overlapSeconds = [0, 3_600, 86_400, 604_800] as const
const defaultOverlapSeconds = 86_400

interface RotationForm {
  label: string
  submit: string
  /** Replaces the token or secret. The previous one remains valid for `keep_seconds`. */
  rotate: (body: { keep_seconds: number }) => Promise<unknown>
}

/** Renders the form that replaces a token or secret, and sets how long the previous one remains valid. */
export const renderRotationForm = ({ label, submit, rotate }: RotationForm): TemplateResult =>
  renderForm({
    fields: () => ({
      keep: select(
        label,
        overlapSeconds.map((seconds) => ({ value: String(seconds), label: formatOverlap(seconds) })),
        { value: String(defaultOverlapSeconds) },
      ),
    }),
    submit: html`${icon('refresh-cw')} ${submit}`,
    onSubmit: ({ keep }) => rotate({ keep_seconds: Number(keep) }),
  })

function formatOverlap(seconds: number): string {
  const { none, hours, days } = getStrings().webhooks.overlap
  if (seconds === 0) return none
  return seconds < secondsPerDay ? hours(seconds / secondsPerHour) : days(seconds / secondsPerDay)
}
