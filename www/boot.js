// Shows how far the download has come. Trunk calls these while it fetches the WebAssembly module.
export default function boot() {
  const bar = document.getElementById("boot-bar");
  return {
    onProgress: ({ current, total }) => {
      if (total) bar.value = Math.min(100, (100 * current) / total);
      else bar.removeAttribute("value");
    },
    onComplete: () => { bar.value = 100; },
    onSuccess: () => { document.getElementById("boot")?.remove(); },
    onFailure: (why) => { window.quorumBootFailed(why); },
  };
}
