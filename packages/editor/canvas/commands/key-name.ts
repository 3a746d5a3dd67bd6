/** Formats a key binding for display: as `Ctrl+Shift+Z` or, on macOS, with symbols. */
export function formatKey(key: string, isMac: boolean = /mac|iphone|ipad/i.test(navigator.userAgent)): string {
  const names: Record<string, string> = isMac
    ? { Mod: '⌘', Alt: '⌥', Shift: '⇧', ContextMenu: 'Menu' }
    : { Mod: 'Ctrl', Alt: 'Alt', Shift: 'Shift', ContextMenu: 'Menu' }
  const parts = key === '+' ? ['+'] : key.split(/\+(?=.)/)
  return parts.map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(isMac ? '' : '+')
}
