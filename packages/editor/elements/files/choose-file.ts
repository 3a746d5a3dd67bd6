/**
 * Asks the person for a file with the browser's own dialog. The input that opens it is never put into the page, whose
 * own file input therefore stays the only one. Answers `undefined` when the dialog is closed without a choice.
 */
export function chooseFile(accept = ''): Promise<File | undefined> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    input.addEventListener('change', () => resolve(input.files?.[0]), { once: true })
    input.addEventListener('cancel', () => resolve(undefined), { once: true })
    input.click()
  })
}
