/**
 * Shows the dialogs and menus of stories inline on documentation pages, where a modal dialog would cover the page and
 * make the rest of it inert, and a menu would appear in the corner of the window. Pages of single stories are not
 * affected.
 */
export function showDialogsInline(): void {
  const { showModal } = HTMLDialogElement.prototype
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement): void {
    if (!isOnDocsPage(this)) return showModal.call(this)
    // `show` would move the focus, and the page would scroll to it.
    this.open = true
    this.style.position = 'static'
  }
  const { showPopover } = HTMLElement.prototype
  HTMLElement.prototype.showPopover = function (this: HTMLElement, options?: ShowPopoverOptions): void {
    // Menus are positioned next to the element that opens them. Here, the element itself is the menu.
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
