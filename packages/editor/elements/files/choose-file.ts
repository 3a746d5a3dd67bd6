/**
 * Opens the browser's file dialog. Returns the selected file, or `undefined` if the user cancels. The input element is
 * not added to the page, so that it cannot be confused with a file input on the page.
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
