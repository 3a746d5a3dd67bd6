/**
 * Makes the dialogs and menus of stories appear inline on documentation pages. Otherwise, a modal dialog would cover
 * the page and make the rest of it inert, and a menu would appear in a corner of the window. Pages of individual
 * stories are not affected.
 */
export function showDialogsInline(): void {
  const { showModal } = HTMLDialogElement.prototype
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement): void {
    if (!isOnDocsPage(this)) return showModal.call(this)
    // `show` would move focus and thereby scroll the page.
    this.open = true
    this.style.position = 'static'
  }
  const { showPopover } = HTMLElement.prototype
  HTMLElement.prototype.showPopover = function (this: HTMLElement, options?: ShowPopoverOptions): void {
    // Menus that open next to an element inside a shadow root are not affected. Here, the menu is the story's own
    // element.
    if (this.getRootNode() !== document || !isOnDocsPage(this)) return showPopover.call(this, options)
    this.popover = null
    this.style.position = 'static'
    this.style.display = 'inline-block'
  }
}

function isOnDocsPage(element: Element): boolean {
  const root = element.getRootNode()
  if (root instanceof ShadowRoot) return isOnDocsPage(root.host)
  return element.closest('#storybook-docs') !== null
}
