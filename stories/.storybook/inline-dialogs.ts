/**
 * Shows the dialogs of stories in their place on documentation pages: a modal one would cover the page and make the rest of it
 * inert. They stay modal in stories of their own, which play with them.
 */
export function showDialogsInline(): void {
  const { showModal } = HTMLDialogElement.prototype
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement): void {
    if (!isOnDocsPage(this)) return showModal.call(this)
    // `show` would move the focus, and the page scrolls to it.
    this.open = true
    this.style.position = 'static'
  }
}

function isOnDocsPage(element: Element): boolean {
  const root = element.getRootNode()
  if (root instanceof ShadowRoot) return isOnDocsPage(root.host)
  return element.closest('#storybook-docs') !== null
}
