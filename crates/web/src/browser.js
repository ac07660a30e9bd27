// What only a script can do: the browser's own compression, files, the clipboard.

// Bytes through a stream, or null once more than `most` have come out: a small link may hold a bomb.
async function through(stream, bytes, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    length += value.length;
    if (length > most) {
      reader.cancel();
      return null;
    }
    parts.push(value);
  }
}

export const can_pack = () => typeof CompressionStream === "function" && typeof DecompressionStream === "function";
export const deflate = async bytes => through(new CompressionStream("deflate-raw"), bytes, Infinity);
export const inflate = async (bytes, most) => through(new DecompressionStream("deflate-raw"), bytes, most);

const FILES_MAX = 16;

const entry_file = (folder, name) => new Promise(done =>
  folder.getFile(name, {}, entry => entry.file(file => done([`${folder.name}/${name}`, file]), () => done(null)), () => done(null)));

// What was dropped, as [path, file]: files as they are, of a folder the files of these names.
async function dropped(transfer, names) {
  // The list is emptied as soon as the event is over: all of this runs before the first wait.
  const items = [...transfer.items].filter(item => item.kind === "file").slice(0, FILES_MAX);
  const found = items.map(item => {
    const entry = item.webkitGetAsEntry?.();
    if (entry?.isDirectory) return names.map(name => entry_file(entry, name));
    const file = item.getAsFile();
    return file && [Promise.resolve([file.name, file])];
  });
  return (await Promise.all(found.flat())).filter(Boolean);
}

// The files of a drop or of a picker as [path, text]; text is null if there is more than `most` bytes of it.
export async function read_files(source, names, most) {
  const files = source.items ? await dropped(source, names) : [...source].slice(0, FILES_MAX).map(file => [file.name, file]);
  return Promise.all(files.map(async ([path, file]) => [path, file.size > most ? null : await file.text()]));
}

export const has_files = transfer => Boolean(transfer?.types?.includes("Files"));

export const copy = async text => navigator.clipboard.writeText(text);

// What the apology offers to save if the engine breaks.
export const keep = json => { window.quorumBlackBox = json; };
