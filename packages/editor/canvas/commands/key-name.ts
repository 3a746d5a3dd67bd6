/** The displayed name of a key: `Ctrl+Shift+Z`, or the symbols of a Mac. */
export function keyName(key: string, mac: boolean = /mac|iphone|ipad/i.test(navigator.userAgent)): string {
  const names: Record<string, string> = mac
    ? { Mod: '⌘', Alt: '⌥', Shift: '⇧', ContextMenu: 'Menu' }
    : { Mod: 'Ctrl', Alt: 'Alt', Shift: 'Shift', ContextMenu: 'Menu' }
  const parts = key === '+' ? ['+'] : key.split(/\+(?=.)/)
  return parts.map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(mac ? '' : '+')
}
