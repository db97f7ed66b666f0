"""Lists, roles and packs."""

LIST = "format: 1\nlist: l\ntitle: 表\n"
ROLE = "format: 1\nrole: r\ntitle: 角色\n"
PACK = 'format: 1\npack: p\ntitle: 包\nversion: "1"\n'

CASES = {
    "tag not declared": LIST + "options:\n  «list.unknown-tag»A: {label: 甲, tags: {x: y}}",
    "label twice": LIST + "options:\n  A: 甲\n  «list.label-twice»B: 甲",
    "held nowhere": ROLE + "«role.bad-held-at»held_at: village",
    "held at half a place": ROLE + "«role.bad-held-at»held_at: place:court + somewhere",
    "held at no level": ROLE + "«role.unknown-level»held_at: place:village",
    "held at no level besides": ROLE + "«role.unknown-level»held_at: body:COACH + place:village",
    "held at no body": ROLE + "«role.unknown-body»held_at: body:COACH,SCHOOL",
    "unknown right": ROLE + "held_at: none\n«role.unknown-right»can: [accounts, everything]",
    "too many levels": PACK
    + "«pack.too-many-levels»levels: {a: {label: 甲}, b: {label: 乙}, c: {label: 丙}, d: {label: 丁}, "
    + "e: {label: 戊}, f: {label: 己}, g: {label: 庚}}",
    "digits upside down": PACK
    + "«pack.digits-order»levels: {a: {label: 甲, digits: 9}, b: {label: 乙, digits: 6}}",
    "bodies as a list": PACK + "levels: {a: {label: 甲}}\n«format.wrong-shape»bodies: [COACH]",
}
