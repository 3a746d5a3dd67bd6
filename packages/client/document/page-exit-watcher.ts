/** Reports when the page is hidden or unloaded while changes are unsaved. */
export interface PageExitWatcher {
  /** Starts listening if there are unsaved changes, and stops listening otherwise. */
  watch(hasUnsavedChanges: boolean): void
}

export function createPageExitWatcher({
  onHidden,
  onLeave,
}: {
  onHidden: () => void
  onLeave: () => void
}): PageExitWatcher {
  const onVisibilityChange = (): void => {
    if (document.visibilityState === 'hidden') onHidden()
  }
  return {
    watch(hasUnsavedChanges) {
      if (hasUnsavedChanges) {
        window.addEventListener('pagehide', onLeave)
        document.addEventListener('visibilitychange', onVisibilityChange)
      } else {
        window.removeEventListener('pagehide', onLeave)
        document.removeEventListener('visibilitychange', onVisibilityChange)
      }
    },
  }
}
