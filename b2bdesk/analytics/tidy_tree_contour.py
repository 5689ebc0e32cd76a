"""Horizontal centres of a tidy tree (Buchheim, Juenger and Leipert 2002), without recursion."""

from __future__ import annotations

_NOBODY = -1


def centres(children: list[list[int]], roots: list[int], widths: list[float]) -> dict[int, float]:
    """Centre of every node under ``roots``; ``widths`` include the gap to the neighbour."""
    walk = _Contours(children, roots, widths)
    for node in walk.bottom_up:
        walk.place(node)
    return walk.resolved()


class _Contours:
    """The working memory of one layout; names follow the paper."""

    def __init__(self, children: list[list[int]], roots: list[int], widths: list[float]) -> None:
        self.root = len(children)
        self.children = [*children, list(roots)]
        self.widths = [*widths, 0.0]
        size = self.root + 1
        self.parent = [_NOBODY] * size
        self.number = [0] * size
        self.prelim = [0.0] * size
        self.mod = [0.0] * size
        self.shift = [0.0] * size
        self.change = [0.0] * size
        self.thread = [_NOBODY] * size
        self.ancestor = list(range(size))
        self.default = [_NOBODY] * size
        self.top_down = [self.root]
        for node in self.top_down:
            kids = self.children[node]
            self.default[node] = kids[0] if kids else _NOBODY
            for number, kid in enumerate(kids):
                self.parent[kid], self.number[kid] = node, number
            self.top_down.extend(kids)
        self.bottom_up = self._after_children()

    def _after_children(self) -> list[int]:
        """Every node after its children, siblings from left to right."""
        order, waiting = [], [self.root]
        while waiting:
            node = waiting.pop()
            order.append(node)
            waiting.extend(self.children[node])
        order.reverse()
        return order

    def place(self, node: int) -> None:
        """Centre a node over its children, clear of everything to the left of it."""
        kids = self.children[node]
        middle = 0.0
        if kids:
            self._spread(kids)
            middle = (self.prelim[kids[0]] + self.prelim[kids[-1]]) / 2
        if node == self.root or self.number[node] == 0:
            self.prelim[node] = middle
            return
        left = self.children[self.parent[node]][self.number[node] - 1]
        self.prelim[node] = self.prelim[left] + self._distance(left, node)
        if kids:
            self.mod[node] = self.prelim[node] - middle
        self._push_apart(node, left)

    def resolved(self) -> dict[int, float]:
        """Centres, with the moves of all ancestors added."""
        moved = [0.0] * (self.root + 1)
        for node in self.top_down:
            for kid in self.children[node]:
                moved[kid] = moved[node] + self.mod[node]
        return {node: self.prelim[node] + moved[node] for node in self.top_down[1:]}

    def _distance(self, left: int, right: int) -> float:
        return (self.widths[left] + self.widths[right]) / 2

    def _next_left(self, node: int) -> int:
        kids = self.children[node]
        return kids[0] if kids else self.thread[node]

    def _next_right(self, node: int) -> int:
        kids = self.children[node]
        return kids[-1] if kids else self.thread[node]

    def _spread(self, kids: list[int]) -> None:
        shift = change = 0.0
        for kid in reversed(kids):
            self.prelim[kid] += shift
            self.mod[kid] += shift
            change += self.change[kid]
            shift += self.shift[kid] + change

    def _push_apart(self, node: int, left: int) -> None:
        """Compare the contours of a subtree and of the forest to its left, level by level."""
        parent = self.parent[node]
        inner_right, outer_right = node, node
        inner_left, outer_left = left, self.children[parent][0]
        sum_ir = sum_or = self.mod[node]
        sum_il, sum_ol = self.mod[inner_left], self.mod[outer_left]
        while True:
            next_il, next_ir = self._next_right(inner_left), self._next_left(inner_right)
            if _NOBODY in (next_il, next_ir):
                break
            inner_left, inner_right = next_il, next_ir
            outer_left = self._next_left(outer_left)
            outer_right = self._next_right(outer_right)
            self.ancestor[outer_right] = node
            apart = self.prelim[inner_left] + sum_il + self._distance(inner_left, inner_right)
            push = apart - (self.prelim[inner_right] + sum_ir)
            if push > 0:
                self._move(self._neighbour(inner_left, parent), node, push)
                sum_ir += push
                sum_or += push
            sum_il += self.mod[inner_left]
            sum_ir += self.mod[inner_right]
            sum_ol += self.mod[outer_left]
            sum_or += self.mod[outer_right]
        if next_il != _NOBODY and self._next_right(outer_right) == _NOBODY:
            self.thread[outer_right] = next_il
            self.mod[outer_right] += sum_il - sum_or
        if next_ir != _NOBODY and self._next_left(outer_left) == _NOBODY:
            self.thread[outer_left] = next_ir
            self.mod[outer_left] += sum_ir - sum_ol
            self.default[parent] = node

    def _neighbour(self, node: int, parent: int) -> int:
        ancestor = self.ancestor[node]
        return ancestor if self.parent[ancestor] == parent else self.default[parent]

    def _move(self, left: int, right: int, push: float) -> None:
        """Push a subtree to the right and let the smaller ones between share the way."""
        between = self.number[right] - self.number[left]
        self.change[right] -= push / between
        self.shift[right] += push
        self.change[left] += push / between
        self.prelim[right] += push
        self.mod[right] += push
