/**
 * Formats a key binding for display, such as `Ctrl+Shift+Z`, or with symbols on macOS. `names` contains localized key
 * names, such as `Strg` for `Mod`.
 */
export function formatKey(
  key: string,
  names: Readonly<Record<string, string>> = {},
  isMac: boolean = /mac|iphone|ipad/i.test(navigator.userAgent),
): string {
  const displayNames: Record<string, string> = {
    Mod: 'Ctrl',
    ContextMenu: 'Menu',
    ...names,
    ...(isMac ? { Mod: '⌘', Alt: '⌥', Shift: '⇧' } : {}),
  }
  const parts = key === '+' ? ['+'] : key.split(/\+(?=.)/)
  return parts
    .map((part) => displayNames[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(isMac ? '' : '+')
}
