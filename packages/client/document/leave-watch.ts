/** Reports when the page is hidden or unloaded. */
export interface LeaveWatch {
  /** Starts listening if there are unsaved changes; stops otherwise. */
  watch(unsaved: boolean): void
}

export function createLeaveWatch({ onHidden, onLeave }: { onHidden: () => void; onLeave: () => void }): LeaveWatch {
  const onVisibilityChange = (): void => {
    if (document.visibilityState === 'hidden') onHidden()
  }
  return {
    watch(unsaved) {
      if (unsaved) {
        window.addEventListener('pagehide', onLeave)
        document.addEventListener('visibilitychange', onVisibilityChange)
      } else {
        window.removeEventListener('pagehide', onLeave)
        document.removeEventListener('visibilitychange', onVisibilityChange)
      }
    },
  }
}
