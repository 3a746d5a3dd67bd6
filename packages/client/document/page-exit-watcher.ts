/** Reports when the page is hidden or unloaded while there are unsaved changes. */
export function createPageExitWatcher({ onHidden, onUnload }: { onHidden: () => void; onUnload: () => void }) {
  const onVisibilityChange = (): void => {
    if (document.visibilityState === 'hidden') onHidden()
  }
  return {
    /** Starts listening if there are unsaved changes, and stops listening otherwise. */
    setHasUnsavedChanges(hasUnsavedChanges: boolean): void {
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
