/** Reports when the page is hidden or unloaded while there are unsaved changes. */
export interface PageExitWatcher {
  /** Starts listening if there are unsaved changes, and stops listening otherwise. */
  setHasUnsavedChanges(hasUnsavedChanges: boolean): void
}

export function createPageExitWatcher({
  onHidden,
  onUnload,
}: {
  onHidden: () => void
  onUnload: () => void
}): PageExitWatcher {
  const onVisibilityChange = (): void => {
    if (document.visibilityState === 'hidden') onHidden()
  }
  return {
    setHasUnsavedChanges(hasUnsavedChanges) {
      if (hasUnsavedChanges) {
        window.addEventListener('pagehide', onUnload)
        document.addEventListener('visibilitychange', onVisibilityChange)
      } else {
        window.removeEventListener('pagehide', onUnload)
        document.removeEventListener('visibilitychange', onVisibilityChange)
      }
    },
  }
}
