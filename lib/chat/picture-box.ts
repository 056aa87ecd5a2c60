interface Box {
  width: number;
  height: number;
}

/** What a message has room for beside its text, and still shows the one before it. */
const most = { width: 400, height: 320 };
/** A caption with a name needs as much, and a picture of one pixel is still to be seen. */
const least = { width: 200, height: 48 };

/** The place that a picture has in a message: known from its size alone, before a byte of it is here. */
export function pictureBox({ width, height }: Box): Box {
  const scale = Math.min(1, most.width / width, most.height / height);
  return {
    width: Math.max(least.width, Math.round(width * scale)),
    height: Math.max(least.height, Math.round(height * scale)),
  };
}
