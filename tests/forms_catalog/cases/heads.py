"""The first two lines."""

BODY = "title: 表\nsections: {s: {include: member}}"
CASES = {
    "no version": "«format.no-version»form: f\ntitle: 表\nsections:\n  s: {include: member}\n",
    "another version": "«format.no-version»format: 2\nform: f\n" + BODY,
    "version not first": "«format.no-version»form: f\nformat: 1\n" + BODY,
    "version as a list": "«format.no-version»format: [1]\nform: f\n" + BODY,
    "a list": "«format.no-version»- format: 1\n",
    "a scalar": "«format.no-version»format",
    "only the version": "«format.unknown-kind»format: 1\n",
    "a later kind": "format: 1\n«format.not-yet»report: r\ntitle: 报表\n",
    "no kind": "format: 1\n«format.unknown-kind»title: 表\n",
    "unknown kind": "format: 1\n«format.unknown-kind»poem: p\n",
    "kind that is a map": "«format.missing-key»format: 1\n«format.bad-id»list: {a: b}\ntitle: 表\n",
    "id in Chinese": "format: 1\n«format.bad-id»role: 前台\ntitle: 前台\nheld_at: none\n",
    "id in capitals": "format: 1\n«format.bad-id»role: Clerk\ntitle: 前台\nheld_at: none\n",
    "empty id": "format: 1\n«format.bad-id»role:\ntitle: 前台\nheld_at: none\n",
}
