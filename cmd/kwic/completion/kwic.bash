# kwic completion for bash: source <(kwic completion bash)

# What a command would get for a word: its quotes and backslashes are taken off.
# In REPLY; kwic_quote is the quotation mark that is not closed.
_kwic_plain() {
    local text="$1" plain="" c i
    kwic_quote=""
    for ((i = 0; i < ${#text}; i++)); do
        c="${text:i:1}"
        if [[ -n $kwic_quote && $c == "$kwic_quote" ]]; then
            kwic_quote=""
        elif [[ $c == \\ && $kwic_quote != \' ]]; then
            ((i++))
            plain+="${text:i:1}"
        elif [[ -z $kwic_quote && ($c == \" || $c == \') ]]; then
            kwic_quote="$c"
        else
            plain+="$c"
        fi
    done
    REPLY="$plain"
}

_kwic() {
    local IFS=$' \t\n' rest="${COMP_LINE:0:COMP_POINT}" words=() before="" i blank word REPLY kwic_quote candidate
    # COMP_WORDS is cut at ':' and '=', too: what no space parts is one word.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        blank="${rest%%[![:space:]]*}"
        rest="${rest#"$blank"}"
        word="${COMP_WORDS[i]}"
        ((i == COMP_CWORD)) && word="$rest"
        rest="${rest:${#word}}"
        if [[ -n $blank || $i -eq 0 ]]; then
            before=""
            words+=("$word")
        else
            before="${words[${#words[@]}-1]}"
            words[${#words[@]}-1]+="$word"
            # readline writes behind ':' and '=', not over them.
            ((i == COMP_CWORD)) && [[ $word =~ ^[:=]+$ ]] && before+="$word"
        fi
    done
    _kwic_plain "$before"
    before="$REPLY"
    for i in "${!words[@]}"; do
        _kwic_plain "${words[i]}"
        words[i]="$REPLY"
    done
    COMPREPLY=()
    while IFS= read -r candidate; do
        candidate="${candidate#"$before"}"
        [[ -n $kwic_quote ]] || printf -v candidate '%q' "$candidate" # readline closes the quotation mark
        COMPREPLY+=("$candidate")
    done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then
        compopt -o nospace
    fi
}
complete -o bashdefault -o default -F _kwic kwic
