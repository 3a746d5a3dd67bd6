/** Returns `localStorage`, which all tabs share, with an in-memory fallback if the browser denies access. */
export function openSafeStorage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const memory = new Map<string, string>()
  return {
    getItem: (key) => memory.get(key) ?? tryAccess(() => localStorage.getItem(key)) ?? null,
    setItem(key, value) {
      if (tryAccess(() => (localStorage.setItem(key, value), true)) !== true) memory.set(key, value)
    },
    removeItem(key) {
      memory.delete(key)
      tryAccess(() => localStorage.removeItem(key))
    },
  }
}

function tryAccess<T>(access: () => T): T | undefined {
  try {
    return access()
  } catch {
    return undefined
  }
}
