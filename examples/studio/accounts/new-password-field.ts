import { password, type Field, type TextOptions } from '../shell/forms/fields.ts'

const minLength = 10

/**
 * Creates the field for a new password.
 *
 * @param formatLabel Formats the label, which states the minimum password length.
 */
export const newPassword = (
  formatLabel: (minLength: number) => string,
  options: Pick<TextOptions, 'isRequired' | 'describedBy'>,
): Field<string> =>
  password(formatLabel(minLength), {
    minLength,
    autocomplete: 'new-password',
    testId: 'new-password',
    ...options,
  })
