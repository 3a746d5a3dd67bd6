/**
 * Lets the user choose a file in the browser's dialog. The input element is not added to the page, so that the page's
 * own file input remains the only one in it. Returns `undefined` if the dialog is canceled.
 *
 * @internal
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
