/** Reports when the page is hidden or unloaded. */
export interface PageExitWatcher {
  /** Starts listening if there are unsaved changes; stops otherwise. */
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
